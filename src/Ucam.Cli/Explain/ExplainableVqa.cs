using Ucam.Cli.ModelLookup;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>The model that was named, or the shipped one that is chosen for a question and the pictures of some files.</summary>
internal sealed class ExplainableVqa(string? model, string question, IReadOnlyList<string> files) : IExplainable
{
    private readonly ModelChoice _models = new(model, [question], files);

    public IReadOnlyList<string> UsualMaps => ["attention", "evidence", "counter-evidence", "doubt"];

    public string Heading => question;

    public string? Refusal(ExplanationEntry entry) =>
        entry.NeedsLayerAttentions ? "needs a transformer, which gives the attention between its tokens" : null;

    public IReadOnlyList<string> Layers()
    {
        using Explainer explainer = VqaExplanation.FromPictures(_models.Chosen.Network);
        return explainer.Model.Layers();
    }

    public ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options)
    {
        VqaNetwork network = _models.Chosen.Network;
        EncodedQuestion encoded = network.Words.Encode(question);
        int size = network.Backbone.Options.InputSize;
        Answer answer = _models.Ask(picture, question, new AskOptions { Seed = options.Seed, Maps = [], DoubtShares = true });
        Explainer explainer = VqaExplanation.FromPictures(network, layer, options);
        Tensor[] inputs = VqaExplanation.Inputs(network, picture.Resize(size, size), encoded);
        return new ExplainedInput(explainer, VqaExplanation.Setup(network, options.Seed), inputs, picture,
            network.Config.Name)
        {
            NameOf = index => network.Answers[index],
            IndexOf = name => network.Answers.IndexOf(name) is >= 0 and int index ? index : null,
            Answer = answer,
            Note = answer.Familiarity.Note,
            Words = target => Words(network, inputs, target),
        };
    }

    public void Dispose() => _models.Dispose();

    private WordShare[] Words(VqaNetwork network, Tensor[] inputs, ExplanationTarget target)
    {
        using var scope = NewDisposeScope();
        Tensor features;
        using (no_grad()) features = network.Backbone.call(inputs[0]);
        IReadOnlyList<double> gradient = WordAttribution.GradientTimesInput(network, features, inputs[1], target),
            erased = WordAttribution.Occlusion(network, features, inputs[1], target);
        return [.. QuestionTokenizer.Tokenize(question).Take(gradient.Count).Select((word, i) => new WordShare(word, gradient[i], erased[i]))];
    }
}
