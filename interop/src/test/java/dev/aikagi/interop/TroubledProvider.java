package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Libraries for authenticators that do not what they should: around OpenSSH's own for its tests.
 */
enum TroubledProvider {
  /** Never answers. */
  HANGS,
  CRASHES,
  EXITS,
  /** Gives a signature of something else. */
  SIGNS_OTHERWISE,
  /** Says that the signature is longer than any memory. */
  LIES_ABOUT_LENGTHS,
  /** Writes to whatever is open, where the answer would go. */
  WRITES_EVERYWHERE,
  /** Writes a megabyte to standard output and error, and signs. */
  PRINTS,
  /** Signs with the PIN 1234. */
  WANTS_A_PIN;

  /** The file that it makes when it is asked for a signature. */
  Path asked(Path folder) {
    return folder.resolve(name() + ".asked");
  }

  /** What the program that tells a person makes when it has done so: somebody touches then. */
  static Path noticed(Path folder) {
    return folder.resolve("noticed");
  }

  /** Made below the folder. */
  String library(Path folder, String dummy) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler");
    Path source = Files.writeString(folder.resolve("troubled.c"), SOURCE);
    Path library = folder.resolve(name() + ".so");
    Command.of("cc", "-w", "-shared", "-fPIC", "-o", library.toString(), source.toString())
        .and(
            "-DDUMMY=\"" + dummy + "\"",
            "-DASKED=\"" + asked(folder) + "\"",
            "-DNOTICED=\"" + noticed(folder) + "\"",
            "-D" + name(),
            "-ldl")
        .run()
        .expectSuccess();
    return library.toString();
  }

  private static final String SOURCE =
      """
      #include <dlfcn.h>
      #include <fcntl.h>
      #include <stdint.h>
      #include <stdlib.h>
      #include <string.h>
      #include <unistd.h>
      struct signature {
        uint8_t flags;
        uint32_t counter;
        uint8_t *r;
        size_t r_length;
        uint8_t *s;
        size_t s_length;
      };
      uint32_t sk_api_version(void) {
        uint32_t (*version)(void) = dlsym(dlopen(DUMMY, RTLD_NOW), "sk_api_version");
        return version();
      }
      // OpenSSH's wants to see all of them.
      int sk_enroll(void) { return -2; }
      int sk_load_resident_keys(void) { return -2; }
      int sk_sign(uint32_t alg, const uint8_t *data, size_t length, const char *application,
                  const uint8_t *handle, size_t handle_length, uint8_t flags, const char *pin,
                  void **options, struct signature **out) {
        int (*sign)(uint32_t, const uint8_t *, size_t, const char *, const uint8_t *, size_t,
                    uint8_t, const char *, void **, struct signature **) =
            dlsym(dlopen(DUMMY, RTLD_NOW), "sk_sign");
        close(open(ASKED, O_CREAT | O_WRONLY, 0600));
        if (getenv("DISPLAY") != NULL && pin == NULL && (flags & 1) != 0) {
          for (int i = 0; i < 2000 && unlink(NOTICED) != 0; i++) usleep(10000);
        }
      #ifdef HANGS
        for (;;) pause();
      #endif
      #ifdef CRASHES
        *(volatile int *) 8 = 1;
      #endif
      #ifdef EXITS
        _exit(0);
      #endif
      #ifdef WRITES_EVERYWHERE
        for (int fd = 0; fd < 64; fd++) write(fd, "garbage garbage", 15);
        return 0;
      #endif
      #ifdef PRINTS
        char *megabyte = malloc(1 << 20);
        memset(megabyte, 'x', 1 << 20);
        memcpy(megabyte, "what it prints\\n", 15);
        write(1, megabyte, 1 << 20);
        write(2, megabyte, 1 << 20);
      #endif
      #ifdef WANTS_A_PIN
        if (pin == NULL || strcmp(pin, "1234") != 0) return -3;
      #endif
        int code = sign(alg, data, length, application, handle, handle_length, flags, pin, options, out);
        if (code != 0) return code;
      #ifdef SIGNS_OTHERWISE
        (*out)->r[3] ^= 1;
      #endif
      #ifdef LIES_ABOUT_LENGTHS
        (*out)->r_length = (size_t) 1 << 40;
      #endif
        return 0;
      }
      """;
}
