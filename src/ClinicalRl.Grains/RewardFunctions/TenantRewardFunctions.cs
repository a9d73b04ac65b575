using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>
/// The reward functions a tenant can use: those shipped and its own. A document is compiled once in a silo and kept by its hash, which
/// says nothing of whose it is: a hash is looked up only after the tenant's own records, or its own log, named it.
/// </summary>
public sealed class TenantRewardFunctions(IGrainFactory grains, EnvironmentCatalogue catalogue, RewardLibrary shipped)
{
    private const int MaxCompiled = 512;

    private readonly ConcurrentDictionary<string, RewardFunction> compiled = new(StringComparer.Ordinal);

    /// <summary>Those shipped.</summary>
    public RewardLibrary Shipped { get; } = shipped;

    /// <summary>A library in which <paramref name="reference"/> (id, id@major or id@version) can be found, if the tenant has it.</summary>
    public async ValueTask<RewardLibrary> LibraryForAsync(string tenant, string reference) =>
        Shipped.Find(reference) is null && await FindAsync(tenant, reference) is { } own ? new RewardLibrary(own) : Shipped;

    /// <summary>A library in which the function that a log names can be found by its hash, whatever became of its version since.</summary>
    public async ValueTask<RewardLibrary> LibraryOfAsync(string tenant, RewardIdentity recorded)
    {
        if (Shipped.Find($"{recorded.Id}@{recorded.Version}") is { } known && known.Hash == recorded.Hash)
            return Shipped;
        return TenantId.TryParse(tenant, out var owner) && await CompileAsync(owner, recorded.Hash) is { } own ? new RewardLibrary(own) : Shipped;
    }

    /// <summary>The shipped function, or the tenant's own with its status, or null.</summary>
    public async ValueTask<RewardFunction?> FindAsync(string tenant, string reference)
    {
        if (Shipped.Find(reference) is { } found)
            return found;
        if (!TenantId.TryParse(tenant, out var owner) || await FindVersionAsync(owner, reference) is not { } version || await CompileAsync(owner, version.Hash) is not { } function)
            return null;
        return function.WithStatus(await StatusAsync(owner, version));
    }

    /// <summary>The tenant's version that <paramref name="reference"/> asks for: the highest that fits and is not revoked, or else the highest; null when there is none.</summary>
    public async ValueTask<RewardVersion?> FindVersionAsync(TenantId tenant, string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var (id, wanted) = at < 0 ? (reference, null) : (reference[..at], reference[(at + 1)..]);
        if (!IsId(id))
            return null;
        var fitting = (await Function(tenant, id).ListAsync()).Where(version => wanted is null || version.Version == wanted || version.Version.Split('.')[0] == wanted).ToList();
        return fitting.FindLast(version => version.Status != RewardStatus.Revoked.Word()) ?? fitting.LastOrDefault();
    }

    /// <summary>
    /// A version's status now: a signed one is revoked as soon as every key that signed it is, for then nobody vouches for it.
    /// </summary>
    public async ValueTask<RewardStatus> StatusAsync(TenantId tenant, RewardVersion version)
    {
        if (!RewardStatuses.TryParse(version.Status, out var status) || status is not (RewardStatus.Signed or RewardStatus.Superseded))
            return status;
        var keys = await KeysAsync(tenant);
        return version.SignOffs.Any(signOff => keys.Find(signOff.KeyId) is { Revoked: null }) ? status : RewardStatus.Revoked;
    }

    /// <summary>The status now of what judged a recorded episode; null when no version has its hash any more.</summary>
    public async ValueTask<RewardStatus?> StatusNowAsync(string tenant, RewardIdentity recorded)
    {
        if (Shipped.Find($"{recorded.Id}@{recorded.Version}") is { } known && known.Hash == recorded.Hash)
            return known.Status;
        if (!TenantId.TryParse(tenant, out var owner) || await FindVersionAsync(owner, $"{recorded.Id}@{recorded.Version}") is not { } version || version.Hash != recorded.Hash)
            return null;
        return await StatusAsync(owner, version);
    }

    /// <summary>The function that was asked for by this reference and hash: shipped, or the tenant's own whatever became of its version since; or null.</summary>
    public async ValueTask<RewardFunction?> CompileAsync(TenantId tenant, string reference, string hash) =>
        Shipped.Find(reference) is { } shipped && shipped.Hash == hash ? shipped : await CompileAsync(tenant, hash);

    /// <summary>The tenant's document with this hash, compiled; null when the tenant has none, or it no longer fits its environment.</summary>
    public async ValueTask<RewardFunction?> CompileAsync(TenantId tenant, string hash)
    {
        if (compiled.TryGetValue(hash, out var known))
            return known;
        if (await grains.GetGrain<IRewardDocumentGrain>(RewardKeys.Document(tenant, hash)).ReadAsync() is not { } bytes)
            return null;
        var document = RewardDocumentParser.Read(bytes).Document;
        if (document is null || catalogue.Find(document.Environment.Value) is not { } environment)
            return null;
        try
        {
            var function = RewardFunction.Compile(document, environment.Spec);
            if (compiled.Count >= MaxCompiled)
                compiled.Clear();
            return compiled[hash] = function;
        }
        catch (RewardDocumentInvalidException)
        {
            return null;
        }
    }

    /// <summary>The clinicians' keys of a tenant, as a verification needs them.</summary>
    public async ValueTask<ClinicianKeySet> KeysAsync(TenantId tenant)
    {
        var registered = await grains.GetGrain<IClinicianRegistryGrain>(tenant.Text).ListAsync();
        return new ClinicianKeySet([.. registered.Select(Read).OfType<ClinicianKey>()]);
    }

    /// <summary>The grain of one of the tenant's functions.</summary>
    public IRewardFunctionGrain Function(TenantId tenant, string id) => grains.GetGrain<IRewardFunctionGrain>(RewardKeys.Function(tenant, id));

    /// <summary>Whether a text could be the id of a reward function.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static ClinicianKey? Read(RegisteredKey key) => LogPublicKey.TryCreate(key.X, key.Y, out var publicKey)
        ? new ClinicianKey(publicKey, new Signer(key.Name, key.Register, key.Number), key.Registered, key.Retired, key.Revoked)
        : null;
}
