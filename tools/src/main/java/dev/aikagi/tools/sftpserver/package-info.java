/** sftp-server: the files of the system, as the user of this process or thread may have them. */
package dev.aikagi.tools.sftpserver;
