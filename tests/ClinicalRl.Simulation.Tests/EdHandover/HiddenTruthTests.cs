using System.Text;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.Tests.EdHandover;

/// <summary>Nothing shows before it is looked up.</summary>
public sealed class HiddenTruthTests
{
    private const int AllRead = 0xFFF;

    [Fact]
    public void FirstObservation_IsTheSame_WhateverIsTrue()
    {
        foreach (var stay in Handovers.Stays(300, Difficulty.Hard))
        {
            var other = Handovers.Find(known => known.Family.Id == stay.Family.Id && known.Twin.Name != stay.Twin.Name);
            var hidden = other with { Person = stay.Person, Start = stay.Start, Pages = new() };
            var (one, two) = (Handovers.Environment.Begin(stay).Observation, Handovers.Environment.Begin(hidden).Observation);
            Assert.Equal(one.Text, two.Text);
            Assert.True(one.Data.Span.SequenceEqual(two.Data.Span));
        }
    }

    [Fact]
    public void Composing_TellsNothingOfWhetherItIsRight()
    {
        foreach (var stay in Handovers.Stays(100))
        {
            var right = new Playing(stay).Do("compose", new { item = "HO09", code = "full-escalation" });
            var wrong = new Playing(stay).Do("compose", new { item = "HO09", code = "dnacpr-ward-care" });
            var madeUp = new Playing(stay).Do("compose", new { item = "HO09", code = "lithium" });
            Assert.Equal(right.Text, wrong.Text);
            Assert.Equal(right.Text, madeUp.Text);
            Assert.Equal(right.Data.GetRawText(), madeUp.Data.GetRawText());
        }
    }

    [Fact]
    public void Sections_ShowOnlyTheirOwnEntries_AndNothingThatIsStillToCome()
    {
        var late = 0;
        foreach (var stay in Handovers.Stays(200, Difficulty.Hard))
        {
            var play = new Playing(stay);
            foreach (var section in Handovers.Content.Vocabulary.Sections.Append("results"))
            {
                if (play.State.Progress.SectionsRead == AllRead)
                    play.Do("wait", new { minutes = 10 });
                play.Do("read_record", new { section });
                foreach (var shown in play.Data.GetProperty("result").GetProperty("entries").EnumerateArray())
                {
                    if (shown.GetProperty("id").GetString() is not { Length: > 0 } id)
                        continue;
                    var entry = stay.Entries[RecordPages.EntryIndex(stay, id)];
                    Assert.Equal(section, Handovers.Content.Vocabulary.Sections[entry.Section]);
                    Assert.True(entry.Since <= play.State.Progress.Minute);
                    late += entry.Since > 0 ? 1 : 0;
                }
            }
        }

        Assert.True(late > 5, "nothing ever came late");
    }

    [Fact]
    public void Record_HoldsNowhere_WhatIsLeftOut()
    {
        var gaps = 0;
        foreach (var stay in Handovers.Stays(400))
        {
            foreach (var slot in stay.Slots.Where(slot => slot.Trap == TrapKind.Gap))
            {
                var said = stay.Entries.Where(entry => entry.Slot >= 0 && stay.Slots[entry.Slot] == slot).Select(entry => entry.Claim.Said);
                Assert.All(said, fields => Assert.Equal(ClaimFields.None, fields & slot.Gap));
                gaps++;
            }
        }

        Assert.True(gaps > 100);
    }

    [Fact]
    public void Observations_NameNoTwinTrapOrVerdict()
    {
        foreach (var stay in Handovers.Stays(30))
        {
            var play = new Playing(stay).Until("verbose", Look);
            _ = play.Until("guideline", Look);
        }

        static bool Look(Playing play)
        {
            var shown = play.Text + Encoding.UTF8.GetString(play.Last.Observation.Data.Span);
            Assert.All(new[] { "dangerous", "benign", "contradiction", "miscount", "unsupported", "distractor", "misread" }, word => Assert.DoesNotContain(word, shown, StringComparison.OrdinalIgnoreCase));
            return false;
        }
    }
}
