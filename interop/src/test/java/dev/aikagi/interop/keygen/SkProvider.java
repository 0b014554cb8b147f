package dev.aikagi.interop.keygen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Libraries that play an authenticator: OpenSSH's own of its regression tests, and ours. */
public final class SkProvider {
  private static final Path DUMMY = Path.of("/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so");

  private SkProvider() {}

  /** Of Debian's package openssh-tests, which is unpacked where it is not installed. */
  public static String dummy(Path folder) throws Exception {
    if (Files.exists(DUMMY)) {
      return DUMMY.toString();
    }
    String command = "apt-get -qq download openssh-tests && dpkg -x openssh-tests_*.deb .";
    Tool.process(folder, List.of("sh", "-c", command));
    Path unpacked = folder.resolve(DUMMY.toString().substring(1));
    Assumptions.assumeTrue(Files.exists(unpacked), "the package openssh-tests is not to be had");
    return unpacked.toString();
  }

  /**
   * One that keeps two keys, wants the PIN 1234, replaces a key where it is told to, and takes no
   * option that it does not know.
   *
   * @param version of the interface that it says it has
   */
  public static String resident(Path folder, String version) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler");
    Path source = Files.writeString(folder.resolve("resident.c"), RESIDENT);
    Path library = folder.resolve("resident-" + version + ".so");
    Tool.process(
            folder,
            List.of(
                "cc",
                "-shared",
                "-fPIC",
                "-DVERSION=" + version,
                "-o",
                library.toString(),
                source.toString()))
        .ok();
    return library.toString();
  }

  private static final String RESIDENT =
      """
      #include <stdint.h>
      #include <stdlib.h>
      #include <string.h>
      struct made {
        uint8_t flags;
        struct { uint8_t *bytes; size_t length; } part[5];
      };
      struct kept {
        uint32_t alg;
        size_t slot;
        char *application;
        struct made key;
        uint8_t flags;
        uint8_t *user;
        size_t user_length;
      };
      static const uint8_t point[32] = {
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
        0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};
      static void *copy(const void *from, size_t n) {
        return memcpy(malloc(n + 1), from, n);
      }
      static struct kept *key(const char *application, const char *user, size_t n, uint8_t flags) {
        struct kept *k = calloc(1, sizeof *k);
        k->alg = 1;
        k->application = strdup(application);
        k->flags = flags;
        k->user = copy(user, n);
        k->user_length = n;
        k->key.part[0].bytes = copy(point, 32);
        k->key.part[0].length = 32;
        k->key.part[1].bytes = copy("handle", 6);
        k->key.part[1].length = 6;
        return k;
      }
      uint32_t sk_api_version(void) { return VERSION; }
      int sk_enroll(uint32_t alg, const uint8_t *challenge, size_t n, const char *application,
                    uint8_t flags, const char *pin, void **options, struct made **out) {
        if (pin == NULL || strcmp(pin, "1234") != 0) return -3;
        if ((flags & 0x30) == 0x20) return -5;
        struct kept *k = key(application, "", 0, 0);
        *out = calloc(1, sizeof **out);
        **out = k->key;
        (*out)->flags = flags;
        return alg == 1 ? 0 : -2;
      }
      int sk_sign(uint32_t alg, const uint8_t *data, size_t length, const char *application,
                  const uint8_t *handle, size_t handle_length, uint8_t flags, const char *pin,
                  void **options, void **out) {
        return -4;
      }
      int sk_load_resident_keys(const char *pin, void **options, struct kept ***out, size_t *n) {
        if (pin == NULL || strcmp(pin, "1234") != 0) return -3;
        *n = 3;
        *out = calloc(3, sizeof **out);
        (*out)[0] = key("ssh:", "\\0\\0\\0\\0", 4, 0);
        (*out)[1] = key("ssh:work", "me\\0\\0", 4, 4);
        (*out)[2] = key("ssh:work", "../me", 5, 0);
        return 0;
      }
      """;
}
