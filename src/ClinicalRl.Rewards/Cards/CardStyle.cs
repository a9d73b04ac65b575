namespace ClinicalRl.Rewards.Cards;

/// <summary>How HTML pages look: readable at any width, in print and without colour.</summary>
public static class CardStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css =
        """
        :root { --ink: #17242b; --soft: #51626c; --line: #c9d2d7; --blue: #005eb8; --warn: #8a2b00; --warnback: #fff4e5; --good: #00562f }
        * { box-sizing: border-box }
        body { font: 1rem/1.55 "Segoe UI", system-ui, "Liberation Sans", Arial, sans-serif; color: var(--ink); background: #f3f5f6; margin: 0 }
        main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; background: #fff; min-height: 100vh }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .75rem }
        h2 { font-size: 1.35rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 3px solid var(--blue) }
        h3 { font-size: 1.1rem; margin: 2rem 0 .75rem; color: var(--blue) }
        h4 { font-size: 1.05rem; margin: 0 0 .5rem; line-height: 1.35 }
        p { margin: .5rem 0 }
        a { color: var(--blue) }
        .notice { border: 2px solid var(--warn); background: var(--warnback); padding: .75rem 1rem; margin: 0 0 1.25rem }
        .notice strong { color: var(--warn) }
        .signed { border-color: var(--good); background: #eef8f1 } .signed strong { color: var(--good) }
        nav ul { columns: 2; padding-left: 1.2rem; margin: .5rem 0 } @media (max-width: 40rem) { nav ul { columns: 1 } }
        dl { display: grid; grid-template-columns: 11rem 1fr; gap: .3rem 1rem; margin: .5rem 0 1rem } @media (max-width: 34rem) { dl { grid-template-columns: 1fr } } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
        article { border: 1px solid var(--line); border-left: 5px solid var(--line); padding: .9rem 1.1rem; margin: 0 0 1rem; break-inside: avoid }
        article.S5 { border-left-color: #7a0019 } article.S4 { border-left-color: #c24a00 } article.S3 { border-left-color: #b88a00 }
        article.S2 { border-left-color: #4d7a99 } article.S1, article.S0 { border-left-color: #9fb0b9 }
        .standing { color: var(--soft); font-size: .92rem; margin: .6rem 0 .2rem }
        .example { font-size: .92rem; background: #f6f8f9; padding: .4rem .7rem; margin: .35rem 0 }
        .example b { color: var(--ink) }
        code { font: .88em/1.4 "DejaVu Sans Mono", Consolas, monospace }
        pre { background: #f6f8f9; border: 1px solid var(--line); padding: .8rem; overflow-x: auto; font: .8rem/1.45 "DejaVu Sans Mono", Consolas, monospace; white-space: pre-wrap }
        .table { overflow-x: auto }
        table { border-collapse: collapse; width: 100%; font-size: .95rem } caption { text-align: left; color: var(--soft); padding: 0 0 .4rem }
        th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem .4rem 0; text-align: left; vertical-align: top }
        th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        svg { display: block } summary { cursor: pointer; color: var(--blue) }
        footer { margin-top: 3rem; color: var(--soft); font-size: .9rem; border-top: 1px solid var(--line); padding-top: 1rem }
        @media print { body { background: #fff } main { max-width: none; padding: 0 } nav { display: none } a { color: inherit; text-decoration: none } }
        """;
}
