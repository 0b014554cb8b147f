/** Keys inside FIDO authenticators, for the tools that make them and that sign with them. */
package dev.aikagi.tools.securitykey;
