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

            > **Draft, not signed by a clinician; synthetic; not for the care of patients.**
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

            | Criterion | What is wanted | Severity | Weight | Judged when | Met when | Partly met when | If not met |
            |---|---|---|---|---|---|---|---|
            | prompt | The patient is seen in time. | S4 major | 8 | A patient was seen | minutes overdue is at most 10 minutes | never | scores 0 |

            ### CS08 Unsafe communication, uncertainty or consent

            | Criterion | What is wanted | Severity | Weight | Judged when | Met when | Partly met when | If not met |
            |---|---|---|---|---|---|---|---|
            | told (also CS09) | The patient \| is \<b\>told\</b\> why. | S2 significant | 1.5 | A patient was seen or: A patient left unseen; only if minutes overdue is more than 0 minutes | explained | minutes overdue is less than 5 minutes | scores 0, and the episode earns at most 0.4 |

            ## What the words mean

            | Word | Judged at | Meaning | Values |
            |---|---|---|---|
            | minutes overdue | seen | Minutes after the target time. | 0 to 240 minutes |
            | explained | seen | The patient was told why. | yes or no |
            | explained | left | The patient was told why. | yes or no |
            | minutes overdue | left | Minutes after the target time. | 0 to 600 minutes |

            ## Sources

            - guide: A college, A guide, 2, 2020-05 (cited by told)

            ## Awaiting a specialist's check

            - Criteria: prompt
            - Sources: none

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), RewardCard.Render(function, Ward.Spec));
    }
}
