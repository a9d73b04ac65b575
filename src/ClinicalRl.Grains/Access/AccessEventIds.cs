using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.Access;

namespace ClinicalRl.Grains.Access;

/// <summary>Ids of access events.</summary>
public static class AccessEventIds
{
    private const int Bytes = 16;

    /// <summary>A new one, which nobody can guess.</summary>
    public static string Create() => AccessEvent.Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The same for the same fact, so that however often it is entered it is there once.</summary>
    public static string Derive(params ReadOnlySpan<string> fact) =>
        AccessEvent.Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', fact!))).AsSpan(0, Bytes));
}
