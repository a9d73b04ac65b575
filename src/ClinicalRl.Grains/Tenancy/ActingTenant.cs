using System.Text;

namespace ClinicalRl.Grains.Tenancy;

/// <summary>The tenant for which the present request runs, as its key said. Set once for each request; what it starts inherits it.</summary>
public sealed class ActingTenant
{
    private static readonly AsyncLocal<ActingTenant?> Flowing = new();

    private readonly byte[] text;

    /// <summary>Acts for a tenant.</summary>
    public ActingTenant(TenantId tenant) => (text, Tenant) = (Encoding.ASCII.GetBytes(tenant.Text), tenant);

    /// <summary>Who acts, or null: the service itself, or a request on a route that is open to everybody.</summary>
    public static ActingTenant? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>For whom.</summary>
    public TenantId Tenant { get; }

    /// <summary>Whether the key of a grain, in UTF-8, is <c>tenant</c> or begins with <c>tenant/</c>.</summary>
    public bool Owns(ReadOnlySpan<byte> key) => IsOf(text, key);

    internal static bool IsOf(ReadOnlySpan<byte> tenant, ReadOnlySpan<byte> key) =>
        key.StartsWith(tenant) && (key.Length == tenant.Length || key[tenant.Length] == (byte)'/');
}
