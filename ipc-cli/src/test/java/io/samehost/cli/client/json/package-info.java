/** Messages as JSON, from the shell and by themselves. Open {@link io.samehost.cli.client.json.JsonCallTest} first. */
package io.samehost.cli.client.json;
