/** Names of tables. */
export const TABLE_NAME = /\.(?:csv|tsv|txt)$/i;
