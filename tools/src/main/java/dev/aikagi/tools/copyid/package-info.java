/**
 * ssh-copy-id: puts public keys where a server looks for them, and looks afterwards whether they
 * open the door. What is already there, what is added and what a failure means is decided here; the
 * far end only reads and appends, by a shell or by SFTP.
 */
package dev.aikagi.tools.copyid;
