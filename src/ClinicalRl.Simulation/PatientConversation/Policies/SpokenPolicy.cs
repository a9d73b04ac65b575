using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Speech;
using ClinicalRl.Simulation.Policies;

namespace ClinicalRl.Simulation.PatientConversation.Policies;

/// <summary>Another policy's decisions, said in plain sentences instead of by tools.</summary>
internal sealed class SpokenPolicy(IPolicy decides, PlainWords plain, ConversationContent content) : IPolicy
{
    public AgentAction Act(JsonElement observation)
    {
        var reason = ConversationView.Read(observation).Reason;
        return plain.Say(decides.Act(observation), content.Families.First(family => family.Title == reason), content.Vocabulary);
    }
}
