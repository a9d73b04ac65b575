namespace ClinicalRl.Audit.Blobs;

/// <summary>What Azure does to keep a container's blobs.</summary>
/// <param name="Container">Its name.</param>
/// <param name="HasImmutabilityPolicy">A time-based retention policy stands on the container. Azure does not say here whether it is locked.</param>
/// <param name="HasVersionImmutability">Policies may stand on single versions of blobs.</param>
/// <param name="HasLegalHold">A legal hold stands on the container.</param>
/// <param name="IsPublic">Anybody may read it.</param>
public sealed record ContainerProtection(string Container, bool HasImmutabilityPolicy, bool HasVersionImmutability, bool HasLegalHold, bool IsPublic)
{
    /// <summary>Whether whoever holds the account's keys is kept from changing or deleting a blob.</summary>
    public bool IsImmutable => HasImmutabilityPolicy || HasVersionImmutability || HasLegalHold;
}
