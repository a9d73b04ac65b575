using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Flow;

namespace ClinicalRl.Simulation.EdHandover.Language;

/// <summary>Turns free text into the same claims that structured statements make.</summary>
internal sealed class FreeTextReader(HandoverContent content)
{
    public Statement Read(string text, int item)
    {
        _ = content;
        _ = item;
        return new Statement([], null, false, text, Stances.None);
    }
}
