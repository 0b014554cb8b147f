/**
 * Kerberos for {@code gssapi-with-mic}, by the JDK's own JGSS: needs the modules java.security.jgss
 * and jdk.security.jgss, and jdk.security.auth where tickets are read without the system's library.
 * Nothing of them is loaded before it is asked for.
 */
@NullMarked
package dev.aikagi.kerberos;

import org.jspecify.annotations.NullMarked;
