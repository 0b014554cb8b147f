package dev.aikagi.sftp.nio;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.ServedFiles;
import dev.aikagi.sftp.ServedFolder;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Files that are served with a fault. */
final class Faulty {
  private Faulty() {}

  /** What happens in place of a method of {@link ServedFiles}; null for what usually does. */
  interface Fault {
    @Nullable Object instead(String method, @Nullable Object[] arguments) throws IOException;
  }

  static ServedFiles files(ServedFiles files, Fault fault) {
    return proxy(ServedFiles.class, files, fault);
  }

  static <T> T proxy(Class<T> type, T target, Fault fault) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              @Nullable Object[] arguments = given == null ? new Object[0] : given;
              Object instead = fault.instead(method.getName(), arguments);
              if (instead != null) {
                return instead;
              }
              try {
                return method.invoke(target, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** A folder with these names, as if each were a file. */
  static ServedFolder folder(List<Bytes> names) {
    Queue<Bytes> left = new ArrayDeque<>(names);
    return new ServedFolder() {
      @Override
      public @Nullable Entry next() {
        Bytes name = left.poll();
        return name == null
            ? null
            : new Entry(name, FileAttributes.NONE, 1, Bytes.utf8("u"), Bytes.utf8("g"));
      }

      @Override
      public void close() {}
    };
  }
}
