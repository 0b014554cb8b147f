/** What the DNS says of host keys. Only here is the library for it used, and loaded. */
@org.jspecify.annotations.NullMarked
package dev.aikagi.tools.dns;
