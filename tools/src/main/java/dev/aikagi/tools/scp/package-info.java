/**
 * The scp program: OpenSSH's command line, messages and exit codes over the library's client of
 * SFTP and over the older protocol, of which it is the server's end too. Names are octets here, as
 * in {@link dev.aikagi.tools.files}.
 */
package dev.aikagi.tools.scp;
