/** ssh-keygen: makes, converts and shows keys, and edits known_hosts files. */
package dev.aikagi.tools.keygen;
