using ClinicalRl.Audit.Ledger;

namespace ClinicalRl.Audit.Access;

/// <summary>How the files about who read what are called in a bundle.</summary>
public static class AccessNames
{
    /// <summary>Their folder.</summary>
    public const string Folder = "access/";

    /// <summary>The events, one canonical JSON object a line, oldest first.</summary>
    public const string Events = Folder + "events.jsonl";

    /// <summary>The signed checkpoint of the access ledger, and a line feed.</summary>
    public const string Checkpoint = Folder + EvidenceNames.Checkpoint;

    /// <summary>The <see cref="LedgerStretch"/> that the events are, and a line feed.</summary>
    public const string Stretch = Folder + "stretch.json";
}
