/**
 * {@code ssh-keygen --inventory}: which keys there are in a folder, a file of authorized_keys lines
 * or at a host, what each of them may do, when it was last used, and what is wrong with it.
 */
package dev.aikagi.tools.inventory;
