using TorchSharp;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Reference;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Reference;

/// <summary>What PyTorch computed for a SAAA of small fixed weights (tests/fixtures/parity/make_parity.py).</summary>
internal sealed class ParityFixture : IDisposable
{
    public const int Grid = 4, Samples = 24;
    public const ulong NoiseSeed = 5;
    public const double Keep = 0.5;
    private readonly SafetensorsFile _file = SafetensorsFile.Open(Path("saaa.safetensors"));

    public static string Weights => Path("weights.safetensors");

    public static string Vocabulary => Path("vocabulary.json");

    public static VqaNetwork Network(ScalarType type = ScalarType.Float32)
    {
        VqaNetwork network = ReferenceSaaa.Import(Weights, Vocabulary, Grid);
        network.Head.to(type);
        network.Variance.to(type);
        return network;
    }

    public Tensor this[string name] => _file.Read(name);

    /// <summary>Features as positions × channels, which is how the library keeps them.</summary>
    public Tensor Features(ScalarType type) => this["in.features"].flatten(2).transpose(1, 2).contiguous().to(type);

    /// <summary>Ids of the library: 0 pads, 1 is unknown, words start at 2; the reference has 0 for both and words from 1.</summary>
    public Tensor Ids() => this["in.ids"] + 1;

    public void Dispose() => _file.Dispose();

    private static string Path(string name) => Repository.Fixture("parity", name);
}
