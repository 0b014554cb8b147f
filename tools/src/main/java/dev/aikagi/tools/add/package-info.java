/** ssh-add: gives keys to an agent, shows them, and takes them away again. */
package dev.aikagi.tools.add;
