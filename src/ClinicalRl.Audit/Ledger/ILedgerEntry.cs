using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Audit.Ledger;

/// <summary>What a ledger keeps of one thing. Its canonical bytes are the leaf.</summary>
public interface ILedgerEntry
{
    /// <summary>Owner.</summary>
    string Tenant { get; }

    /// <summary>What it is found by: a ledger holds one entry of an id.</summary>
    string Id { get; }

    /// <summary>The canonical bytes.</summary>
    byte[] ToBytes();

    /// <summary>The leaf's hash.</summary>
    Sha256Digest LeafHash() => MerkleHash.Leaf(ToBytes());
}
