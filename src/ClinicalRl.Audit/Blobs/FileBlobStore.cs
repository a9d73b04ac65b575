using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClinicalRl.Audit.Blobs;

/// <summary>
/// Blobs as read-only files in a folder. A blob is written to a hidden file, flushed to disk and then given its name, which fails when
/// the name is taken: nobody sees half a blob, and of two writers one wins, also when they are two processes. Where the system is not
/// Windows the folder's file system must know hard links.
/// </summary>
public sealed partial class FileBlobStore : IBlobStore, IBlobRetention
{
    private const string Unfinished = ".unfinished";

    private const int AlreadyExists = 17;   // EEXIST, on Linux and macOS

    private readonly string root;

    /// <summary>Uses folder <paramref name="root"/>, creating it when missing.</summary>
    public FileBlobStore(string root)
    {
        this.root = Path.GetFullPath(root);
        Directory.CreateDirectory(Path.Combine(this.root, Unfinished));
    }

    /// <inheritdoc/>
    public Task<bool> PutOnceAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) =>
        PutOnceAsync(name, file => file.WriteAsync(bytes, cancellation).AsTask());

    /// <inheritdoc/>
    public Task<bool> PutOnceAsync(string name, Stream content, CancellationToken cancellation = default) =>
        PutOnceAsync(name, file => content.CopyToAsync(file, cancellation));

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var path = PathOf(name);
        return Task.FromResult<Stream?>(File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true) : null);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellation);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException && !File.Exists(PathOf(name)))
        {
            return null;   // there is none, or the name is that of a folder
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        var names = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && BlobName.IsValid(name));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }
    }

    /// <summary>Files know no holds: that the service refuses is all that keeps them.</summary>
    public Task<BlobHold> SetHoldAsync(string name, bool isHeld, CancellationToken cancellation = default) =>
        Task.FromResult(File.Exists(PathOf(name)) ? BlobHold.NotSupported : BlobHold.Missing);

    /// <inheritdoc/>
    public Task<BlobRemoval> RemoveAsync(string name, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var path = PathOf(name);
        if (File.Exists(path))
            File.Delete(path);
        return Task.FromResult(BlobRemoval.Gone);
    }

    private async Task<bool> PutOnceAsync(string name, Func<Stream, Task> write)
    {
        var path = PathOf(name);
        if (File.Exists(path))
            return false;
        var unfinished = Path.Combine(root, Unfinished, Path.GetRandomFileName());
        try
        {
            await WriteAsync(unfinished, write);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return TryName(unfinished, path);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    // One act of the file system: a look and then a rename would let two writers win.
    private static bool TryName(string unfinished, string path)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(unfinished, path);
        if (Link(unfinished, path) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw new IOException($"'{path}' could not be named: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private static bool TryMove(string unfinished, string path)
    {
        try
        {
            File.Move(unfinished, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);

    private static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.GroupRead;
        await using var file = new FileStream(path, options);
        await write(file);
        file.Flush(flushToDisk: true);
    }

    private string PathOf(string name)
    {
        BlobName.Require(name);
        return Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar));
    }
}
