package org.sallyport.bench;

/** Reads the CPU time of a process from the text of {@code /proc/PID/stat} (proc_pid_stat(5)). */
final class ProcessClock {
    /**
     * Linux counts in hundredths of a second for user space, whatever the kernel does (time(7)).
     */
    private static final double TICKS_PER_SECOND = 100;

    /** utime and stime are fields 14 and 15; the state behind the name is field 3. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private ProcessClock() {}

    static double seconds(String stat) {
        // The name stands in parentheses and may hold spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
                / TICKS_PER_SECOND;
    }
}
