using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Tests.Wards;

namespace ClinicalRl.Rewards.Tests.Cards;

public sealed class RewardCardTests
{
    [Fact]
    public void Card_ReadsAsApproved()
    {
        var text = Ward.Text(
            Ward.Prompt,
            """
              - id: done
                statement: Nothing due is left undone.
                category: CS07
                severity: S3
                judge: missed
                applies: must_do = round
                met: occurrences == 0
                gate: {cap: 0, scope: step}
            """,
            """
              - id: told
                statement: "The patient | is <b>told</b> why."
                category: CS08
                also: [CS09]
                severity: S2
                weight: 1.5
                judge: [seen, left]
                applies: minutes_overdue > 0 minutes
                met: explained
                partly: minutes_overdue < 5 minutes
                gate: {cap: 0.4, scope: episode}
                sources: [guide]
                verified: true
            """).Replace("criteria:", "sources:\n  - {id: guide, publisher: A college, title: A guide, version: \"2\", date: 2020-05, verified: true}\ncriteria:", StringComparison.Ordinal);
        var function = Ward.Compile(text);
        var expected = $"""
            # Ward reward

            > **Synthetic; a draft, unsigned by any clinician; not for the care of patients.**
            >
            > Draft.

            | | |
            |---|---|
            | Reward function | ward-reward 1.0.0 |
            | Status | draft |
            | Environment | Ward (ward 1.2.0; written for \>=1.0.0 \<2.0.0) |
            | Intended use | Tests only. |
            | Author | A team, software engineer |
            | SHA-256 of the document | {function.Hash} |

            ## How a reward is made

            Whatever happens in a step is judged by each criterion below that applies to it: met scores 1, partly met 0.5, not met 0. The step's reward is the mean of these scores, each counted by its criterion's weight, and lies between 0 and 1.
            A step in which nothing is judged earns 0 and does not count towards the episode.
            The episode's reward is the plain mean of its judged steps; the mean weighted by severity is reported beside it.
            A policy that plays without clinical sense must not reach 0.4 on average, or the function cannot be signed.

            ## Criteria

            ### CS01 Under-recognition of acuity

            **The patient is seen in time.**

            - Whenever a patient was seen.
            - Met (scores 1) if the time after the target is at most 10 minutes.
            - Not met (scores 0) in every other case.
            - Weight 8 · severity S4 major · CS01 · id prompt
            - No source is named.

            ### CS07 Critical omission and loss of continuity

            **Nothing due is left undone.**

            - Whenever something due was not done; only if the thing due is round.
            - Not met (scores 0) every time: the event is itself the failure; whatever else was done well, the step then earns at most 0.
            - Weight 4 · severity S3 considerable · CS07 · id done
            - No source is named.

            ### CS08 Unsafe communication, uncertainty or consent

            **The patient \| is \<b\>told\</b\> why.**

            - Whenever a patient was seen, or a patient left unseen; only if the time after the target is more than 0 minutes.
            - Met (scores 1) if the patient was told why.
            - Otherwise partly met (scores 0.5) if the time after the target is less than 5 minutes.
            - Not met (scores 0) in every other case; whatever else was done well, the whole episode then earns at most 0.4.
            - Weight 1.5 · severity S2 significant · CS08 (also CS09) · id told
            - A college, A guide (2, 2020-05). The criterion is marked as verified against them.

            ## What the built-in policies earn

            The policies have not been measured under exactly this document.

            ## What changed since the last version

            There is no version before this one.

            ## Sign-off

            No clinician has signed this version.

            ## What the words mean

            | Word | Judged at | Meaning | Values |
            |---|---|---|---|
            | minutes overdue | seen | The time after the target | 0 to 240 minutes |
            | explained | seen | The patient was told why | yes or no |
            | explained | left | The patient was told why | yes or no |
            | minutes overdue | left | The time after the target | 0 to 600 minutes |
            | must do | missed | The thing due | round, discharge |
            | occurrences | missed | The number of times this has happened | 0 to 100 |

            ## Sources

            - guide: A college, A guide, 2, 2020-05 (cited by told)

            ## Awaiting a specialist's check

            - Criteria: prompt, done
            - Sources: none

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), RewardCard.Render(new RewardCardContent { Function = function, Environment = Ward.Spec }));
    }
}
