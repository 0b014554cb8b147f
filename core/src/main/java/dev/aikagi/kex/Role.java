package dev.aikagi.kex;

/** Which side of the connection this is. */
public enum Role {
  CLIENT,
  SERVER;

  public Role other() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
