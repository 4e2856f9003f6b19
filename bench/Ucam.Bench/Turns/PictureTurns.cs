using System.Text.Json.Nodes;
using Ucam.Vqa;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Bench.Turns;

/// <summary>A ResNet-18's maps and features at 224×224, and the published model, ResNet-152 at 448×448 before its head, from the picture on.</summary>
internal static class PictureTurns
{
    private const int Side = 224, PublishedSide = 448, Class = 281, Passes = 50;

    public static IEnumerable<KeyValuePair<string, Func<Turn>>> All()
    {
        var network = new Lazy<ResNet>(() => Network(ResNetDepth.ResNet18));
        var picture = new Lazy<Tensor>(() => randn(1, 3, Side, Side));
        var published = new Lazy<(ResNet, Saaa, Tensor, QuestionBatch)>(() =>
            (Network(ResNetDepth.ResNet152), PaperHead.Create(), randn(1, 3, PublishedSide, PublishedSide), PaperHead.Questions(1)));
        return
        [
            new("resnet forward", () => new Turn(() => ExplainCase.Forward(network.Value, picture.Value), [])),
            new("Grad-CAM", () => Map(network.Value, picture.Value, new GradCam())),
            new("Score-CAM", () => Map(network.Value, picture.Value, new ScoreCam())),
            new("feature extraction", Extraction),
            new("published model forward", () => FromPicture(published.Value, passes: 0)),
            new("published model passes", () => FromPicture(published.Value, Passes)),
        ];
    }

    private static ResNet Network(ResNetDepth depth)
    {
        manual_seed(1);
        var network = new ResNet(depth);
        network.eval();
        return network;
    }

    private static Turn Map(ResNet network, Tensor picture, ExplanationMethod method)
    {
        var explain = new Explainer(network, "layer4");
        return new Turn(() => explain.Map(method, picture, Class), []);
    }

    private static Turn Extraction()
    {
        PictureSource pictures = PictureSource.FromPath(BenchFolder.File("pictures"));
        IFeatureBackbone backbone = FeatureBackbones.OpenResNet(BenchFolder.File("resnet18.safetensors"), ResNetDepth.ResNet18);
        string path = BenchFolder.File("ucam-features.safetensors");
        return new Turn(() => ResumableExtraction.Run(backbone, pictures, path, new ExtractionOptions()), new JsonObject
        { ["pictures"] = pictures.Ids.Count });
    }

    // With 0 passes it is one pass without dropout, which is a forward pass.
    private static Turn FromPicture((ResNet Network, Saaa Head, Tensor Picture, QuestionBatch Questions) of, int passes)
    {
        var dropout = new Generator(1);
        return new Turn(() =>
        {
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            Tensor features = of.Network.Features(of.Picture).flatten(2).transpose(1, 2).contiguous();
            HeadPasses.Run(of.Head, features, (of.Questions.Ids, of.Questions.Lengths), passes, McMode.Head, dropout);
        }, []);
    }
}
