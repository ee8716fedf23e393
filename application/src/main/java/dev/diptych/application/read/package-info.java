/** Reading a ledger without taking it. */
package dev.diptych.application.read;
