using Ucam.Vqa.Asking;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa;

public sealed partial class VqaModel
{
    /// <summary>Explains the model's own answer by maps of any method, on the grid of its features; not beside other calls.</summary>
    /// <param name="picture">A picture of any size.</param>
    /// <param name="question">The question.</param>
    /// <param name="maps">Names of <see cref="ExplanationMethods"/>.</param>
    /// <param name="seed">Drives the noise of the losses that some methods take.</param>
    /// <exception cref="UcamException">The question is empty or too long, or there is no such map.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<RawMap> Explain(Picture picture, string question, IReadOnlyList<string> maps, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(maps);
        var setup = VqaExplanation.Setup(Network, seed);
        ExplanationMethod[] methods = [.. maps.Select(name => ExplanationMethods.Create(name, setup))];
        using CallGuard.Call call = Network.Calls.Enter(this);
        EncodedQuestion encoded = Network.Words.Encode(question);
        using OpenedPicture opened = Open(picture);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [opened.Features(), .. VqaExplanation.Asked(encoded)];
        using Explainer explain = VqaExplanation.FromFeatures(Network);
        return [.. explain.Explain(methods, inputs).Select(of => of[0])];
    }
}
