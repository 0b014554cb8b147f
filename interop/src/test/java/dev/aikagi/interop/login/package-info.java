/** Our client and our server together, many times over. */
@org.jspecify.annotations.NullMarked
package dev.aikagi.interop.login;
