using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClinicalRl.Testing.Processes;

/// <summary>Signals of Linux to processes that a test started.</summary>
public static class Signals
{
    /// <summary>Interrupt.</summary>
    public const int Interrupt = 2;

    /// <summary>End at once; for PostgreSQL, without a checkpoint.</summary>
    public const int Quit = 3;

    /// <summary>End in good order.</summary>
    public const int Terminate = 15;

    /// <summary>Go on after <see cref="Stop"/>.</summary>
    public const int Continue = 18;

    /// <summary>Stand still.</summary>
    public const int Stop = 19;

    /// <summary>Sends one to a process that has not been waited for.</summary>
    public static void Send(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
