namespace ClinicalRl.Cli.Hosting;

/// <summary>What a command ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and all is well.</summary>
    public const int Success = 0;

    /// <summary>Done, and something is not well: a log that does not verify, an episode that failed.</summary>
    public const int Failure = 1;

    /// <summary>Not done: the command cannot be understood or carried out as asked.</summary>
    public const int Refused = 2;

    /// <summary>Stopped by the person at the keyboard.</summary>
    public const int Cancelled = 130;
}
