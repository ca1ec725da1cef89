/** The proof that ledger and balances agree: plan, compare location by location, report. */
@NullMarked
package dev.tandem.stock.reconciliation;

import org.jspecify.annotations.NullMarked;
