package dev.aikagi.tools.ssh;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** The process's standard streams without the layers that System.in and System.out put on them. */
final class Standard {
  private Standard() {}

  static InputStream in() {
    return new FileInputStream(FileDescriptor.in);
  }

  static OutputStream out() {
    return new FileOutputStream(FileDescriptor.out);
  }

  static OutputStream err() {
    return new FileOutputStream(FileDescriptor.err);
  }
}
