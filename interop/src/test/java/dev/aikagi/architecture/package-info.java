/** The rules of the architecture, checked on the compiled classes of all modules. */
package dev.aikagi.architecture;
