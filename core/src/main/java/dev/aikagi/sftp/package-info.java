/**
 * SFTP version 3 (draft-ietf-secsh-filexfer-02) with OpenSSH's extensions, client and server, over
 * any pair of streams. Paths and names are bytes and have no encoding.
 */
package dev.aikagi.sftp;
