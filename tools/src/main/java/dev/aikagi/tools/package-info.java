/** What all tools share: dispatch by name, OpenSSH's option parsing and the exit codes. */
package dev.aikagi.tools;
