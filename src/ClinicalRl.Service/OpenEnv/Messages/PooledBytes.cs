using System.Buffers;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>
/// A growing buffer on pooled memory. It holds none while released, so that an idle connection costs nothing. Not thread-safe.
/// </summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private const int SmallestRent = 4 * 1024;

    private byte[] rented = [];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes it could hold without growing.</summary>
    public int Capacity => rented.Length;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => rented.AsMemory(0, Length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, rented.Length - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return rented.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return rented.AsSpan(Length);
    }

    /// <summary>Appends.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Forgets what was written after <paramref name="length"/> bytes.</summary>
    public void CutTo(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Gives the memory back to the pool; what was written is gone.</summary>
    public void Release()
    {
        var free = rented;
        (rented, Length) = ([], 0);
        if (free.Length > 0)
            ArrayPool<byte>.Shared.Return(free);
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private void Grow(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= rented.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, rented.Length * 2), SmallestRent));
        rented.AsSpan(0, Length).CopyTo(larger);
        if (rented.Length > 0)
            ArrayPool<byte>.Shared.Return(rented);
        rented = larger;
    }
}
