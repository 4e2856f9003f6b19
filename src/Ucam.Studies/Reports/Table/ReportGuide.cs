namespace Ucam.Studies.Reports.Table;

/// <summary>How a report is read, below its answers.</summary>
internal static class ReportGuide
{
    /// <summary>The part of the page.</summary>
    public const string Text = """
        <footer class="guide">
        <h2>How to read this</h2>
        <dl>
        <dt>How likely right</dt>
        <dd>Learned from questions that the model was not trained on: how its answers, where it looked, and what speaks for and against them differ between right and wrong answers. The words follow from it, and beside them stands how many of the held-out answers called the same were right. It holds for pictures and questions like those; what moved it most is said below it.</dd>
        <dt>Several answers with a share</dt>
        <dd>“red or orange (90 %)”: such sets hold the answer that most people give to so many questions like the held-out ones, those where one answer will do among them.</dd>
        <dt>How sure, where that is not known</dt>
        <dd>The model answers many times with random parts of it switched off. If the answers agree, it is sure; if they scatter, it is not. The words follow from the doubt then: sure below 1.35 equally likely answers, fairly sure below 1.75, unsure below 3.5, guessing above; never sure where a picture or a question is unlike the training data.</dd>
        <dt>Doubt</dt>
        <dd>The entropy of the mean answer, in nats: 0 is none, 0.69 is a coin toss, 1.1 is three answers equally likely. An answer that people disagree on can be right in spite of it.</dd>
        <dt><span class="key data"></span>Data doubt</dt>
        <dd>Lies in the picture and the question: blur, something hidden, a colour between two names, a vague question. People would disagree too, and more training would not help.</dd>
        <dt><span class="key model"></span>Model doubt</dt>
        <dd>Lies in the model: it has seen too little of this kind. More training on such cases would lessen it.</dd>
        <dt>Not parted</dt>
        <dd>Where a word is unknown or the picture is unlike the training data, the doubt is shown whole: what the parts say is learned from training data, and holds for pictures and words like those only. One pass without dropout cannot tell the parts either.</dd>
        <dt>Maps</dt>
        <dd>Yellow is the highest value of each map, no colour its lowest: two maps' colours say nothing of which is stronger. “Half in 3 % of the picture” says how far a map is spread: what is lit holds little of a map whose half takes a quarter of the picture. Where it looked is the model's attention; what speaks for the answer is what of that raises the answer's probability, and where there is doubt another map shows what of it raises the doubt. “Next to nothing” means that the map holds too little to be drawn. A map explains the model, not the world.</dd>
        <dt>Warnings</dt>
        <dd>A picture or a question unlike the training data is marked.</dd>
        </dl>
        </footer>
        """;
}
