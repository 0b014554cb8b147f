/** Our sshd as root, with users and a PAM service of the tests' own. */
@org.jspecify.annotations.NullMarked
package dev.aikagi.interop.sshd;
