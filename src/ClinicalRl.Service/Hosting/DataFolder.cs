namespace ClinicalRl.Service.Hosting;

/// <summary>The folder that holds everything durable; with a database only keys and blobs, which its silos share. Otherwise one service at a time may use it.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>
    /// Makes the folder when missing, readable by its owner alone, and claims it. Throws <see cref="DataFolderUnavailableException"/>
    /// when it cannot be written or another service has it; the claim ends with the process, however it ends. Those who share it keep out
    /// only one who does not.
    /// </summary>
    public static DataFolder Claim(string path, bool isShared = false)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new DataFolder(full, Hold(System.IO.Path.Combine(full, "service.lock"), isShared));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderUnavailableException(
                $"The data folder '{full}' cannot be used: it is not writable, or another service is running on it.", exception);
        }
    }

    private static FileStream Hold(string file, bool isShared)
    {
        if (!isShared)
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            // made, so that it can be held by reading
        }

        return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>A file or folder in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}

/// <summary>The data folder cannot be written, or another service has it.</summary>
public sealed class DataFolderUnavailableException : Exception
{
    /// <summary>Says why.</summary>
    public DataFolderUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
