using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.RewardFunctions;

/// <inheritdoc cref="IRewardFunctionGrain"/>
[GrainType("reward-function")]
internal sealed class RewardFunctionGrain([PersistentState("function")] IPersistentState<RewardFunctionState> function, TimeProvider time) : Grain, IRewardFunctionGrain
{
    private const int MaxVersions = 100;

    /// <summary>Most uploads of one function, replaced drafts counted: each leaves a document behind.</summary>
    private const int MaxUploads = 1_000;

    private const int MaxSignOffs = 16;

    private static readonly string Draft = RewardStatus.Draft.Word();

    private static readonly string InReview = RewardStatus.InReview.Word();

    private static readonly string Signed = RewardStatus.Signed.Word();

    private static readonly string Superseded = RewardStatus.Superseded.Word();

    private static readonly string Revoked = RewardStatus.Revoked.Word();

    private List<RewardVersion> Versions => function.State.Versions;

    public ValueTask<IReadOnlyList<RewardVersion>> ListAsync()
    {
        if (Versions.Count == 0)
            DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
        return ValueTask.FromResult<IReadOnlyList<RewardVersion>>([.. Versions]);
    }

    public async ValueTask<RewardChange> UploadAsync(RewardVersion version)
    {
        var index = Versions.FindIndex(known => known.Version == version.Version);
        if (index >= 0 && Versions[index].Hash == version.Hash)
            return new RewardChange(Versions[index]);
        if (index >= 0 && Versions[index].Status != Draft)
            return Refuse($"Version {version.Version} is {Versions[index].Status} and cannot change; give the document a new version.");
        if (index < 0 && Versions.Count >= MaxVersions)
            return Refuse($"A reward function has at most {MaxVersions} versions.");
        if (function.State.Uploads >= MaxUploads)
            return Refuse($"A reward function takes at most {MaxUploads} uploads.");
        var added = version with { Status = Draft, Uploaded = time.GetUtcNow() };
        function.State.Uploads++;
        if (index >= 0)
            Versions[index] = added;
        else
            Versions.Add(added);
        Versions.Sort(static (one, other) => Number(one).CompareTo(Number(other)));
        return await StoreAsync(added);
    }

    public ValueTask<RewardChange> SubmitAsync(string version, string hash, string scores, string actor) => ChangeAsync(version, hash, known =>
        known.Status != Draft
            ? Refuse($"Version {version} is {known.Status}; only a draft goes into review.")
            : new RewardChange(known with { Status = InReview, Scores = scores, SubmittedBy = actor }));

    public async ValueTask<RewardChange> SignAsync(string version, string hash, RewardSignOff signOff)
    {
        var change = await ChangeAsync(version, hash, known =>
            known.SignOffs.Any(before => before.Jws == signOff.Jws) ? new RewardChange(known)
            : known.Status != InReview && known.Status != Signed ? Refuse($"Version {version} is {known.Status}; a version is signed while it is in review.")
            : known.SignOffs.Length >= MaxSignOffs ? Refuse($"A version has at most {MaxSignOffs} sign-offs.")
            : new RewardChange(Supersede(known with { Status = Signed, SignOffs = [.. known.SignOffs, signOff] })));
        return change;
    }

    public ValueTask<RewardChange> RevokeAsync(string version, string reason, string actor) => ChangeAsync(version, null, known =>
        known.Status == Revoked
            ? new RewardChange(known)
            : new RewardChange(known with { Status = Revoked, RevokedBecause = reason, RevokedBy = actor, Revoked = time.GetUtcNow() }));

    private static RewardChange Refuse(string why) => new(null, why);

    private static SemanticVersion Number(RewardVersion version) => SemanticVersion.TryParse(version.Version, out var number) ? number : default;

    /// <summary>Of two signed versions only the higher stands; the lower is superseded, whichever was signed first.</summary>
    private RewardVersion Supersede(RewardVersion signed)
    {
        for (var i = 0; i < Versions.Count; i++)
        {
            if (Versions[i].Status == Signed && Number(Versions[i]).CompareTo(Number(signed)) < 0)
                Versions[i] = Versions[i] with { Status = Superseded };
        }

        var higher = Versions.Exists(other => other.Status == Signed && Number(other).CompareTo(Number(signed)) > 0);
        return higher ? signed with { Status = Superseded } : signed;
    }

    private async ValueTask<RewardChange> ChangeAsync(string version, string? hash, Func<RewardVersion, RewardChange> change)
    {
        var index = Versions.FindIndex(known => known.Version == version);
        if (index < 0)
            return new RewardChange(null, NotFound: true);
        if (hash is not null && Versions[index].Hash != hash)
            return Refuse($"Version {version} was replaced by another document meanwhile.");
        var changed = change(Versions[index]);
        if (changed.Version is not { } now || ReferenceEquals(now, Versions[index]))
            return changed;
        Versions[index] = now;
        return await StoreAsync(now);
    }

    private async ValueTask<RewardChange> StoreAsync(RewardVersion version)
    {
        try
        {
            await function.WriteStateAsync();
            return new RewardChange(version);
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of a reward function.</summary>
[GenerateSerializer]
[Alias("clinicalrl.reward-function.state")]
public sealed class RewardFunctionState
{
    /// <summary>Its versions, lowest first.</summary>
    [Id(0)]
    public List<RewardVersion> Versions { get; set; } = [];

    /// <summary>Uploads so far.</summary>
    [Id(1)]
    public int Uploads { get; set; }
}
