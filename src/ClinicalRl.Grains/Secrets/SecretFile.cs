namespace ClinicalRl.Grains.Secrets;

/// <summary>A file that is written once, whole, readable by the service's user alone.</summary>
internal static class SecretFile
{
    /// <summary>The file's bytes; when there is none, makes it. Of two makers at once, the first one's bytes win.</summary>
    public static byte[] LoadOrCreate(string path, Func<byte[]> create)
    {
        if (!File.Exists(path))
            Create(path, create());
        return File.ReadAllBytes(path);
    }

    private static void Create(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }
    }
}
