/** How a transaction with bound events ended: found out, made final, told in the log, and mirrored. */
package dev.diptych.application.settle;
