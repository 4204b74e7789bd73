package io.vexfs.core;

/**
 * What a backup holds.
 *
 * @param logRecords records of its log
 * @param logBytes bytes of its log
 * @param graphs snapshots of graphs, which save the first open the linking
 * @param files the mount's files, links and directories not counted
 * @param fileBytes bytes of those
 */
public record BackupReport(long logRecords, long logBytes, int graphs, long files, long fileBytes) {}
