using System.Text.Json.Nodes;
using TorchSharp;
using Ucam.Numbers;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models;

[Collection(GlobalRandomState.Name)]
public class NetworkShapesTests
{
    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void A_method_tells_the_tensors_that_its_head_has(string method)
    {
        HeadOptions[] sizes =
            [SmallModels.Options with { Method = method },
                SmallModels.Options with { Method = method, Positions = false, Glimpses = 3, Rank = 1, Joint = 4 }];
        foreach (HeadOptions options in sizes)
        {
            using VqaHead head = VqaMethods.Create(options, SmallModels.Shape);
            Told(NetworkShapes.OfHead(options, SmallModels.Shape))
                .Should().BeEquivalentTo(Had(ModuleTensors.Of(head, "").Select(t => (t.Name, t.Value.shape))));
        }
    }

    [Fact]
    public void A_configuration_tells_the_tensors_that_its_network_has()
    {
        var backbone = new BackboneOptions { InputSize = 32, Channels = [3, 5, 4], Blocks = [1, 0, 2], FirstStride = 1 };
        foreach (VqaConfig config in new[]
        { SmallModels.Config, SmallModels.Config with { Backbone = backbone },
            SmallModels.Config with { Backbone = BackboneOptions.Elsewhere("x", 2, 5) } })
        {
            using var network = new VqaNetwork(config);
            Told(NetworkShapes.Of(config))
                .Should().BeEquivalentTo(Had(network.Parts.SelectMany(p => ModuleTensors.Of(p.Module, p.Prefix))
                .Select(t => (t.Name, t.Value.shape))));
        }
    }

    [Theory]
    [InlineData("backbone", """{"input_size":448,"channels":[2048,2048,2048],"blocks":[16,16,16]}""")]
    [InlineData("model", """{"embedding":4096,"lstm":8192,"attention":8192,"joint":65536,"glimpses":16,"classifier":16384}""")]
    public void A_header_that_asks_for_a_huge_network_is_refused_before_it_is_built(string part, string sizes)
    {
        using var folder = new TemporaryFolder();
        using (VqaNetwork network = SmallModels.Network()) Checkpoint.Save(network, folder["good"], "{}");
        using (SafetensorsFile file = SafetensorsFile.Open(folder["good"]))
        {
            JsonObject config = JsonNode.Parse(file.Metadata["ucam.config"])!.AsObject();
            foreach ((string key, JsonNode? value) in JsonNode.Parse(sizes)!.AsObject()) config[part]![key] = value!.DeepClone();
            using Tensor one = ones(1);
            SafetensorsWriter.Write(folder["bomb"], new Dictionary<string, string>(file.Metadata) { ["ucam.config"] = config.ToJsonString() },
                [("x", one)]);
        }
        long managed = GC.GetAllocatedBytesForCurrentThread(), tensors = TensorsMade;
        var load = () => Checkpoint.Load(folder["bomb"]).Dispose();
        load.Should().Throw<CheckpointException>().WithMessage("*tensor backbone.stages.0.conv.weight is missing*");
        TensorsMade.Should().Be(tensors, "nothing is built");
        (GC.GetAllocatedBytesForCurrentThread() - managed).Should().BeLessThan(8 << 20);
        Checkpoint.Load(folder["good"]).Dispose();
        TensorsMade.Should().BeGreaterThan(tensors);
    }

    // On this thread.
    private static long TensorsMade => DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;

    private static IEnumerable<string> Told(IEnumerable<TensorShape> tensors) => Had(tensors.Select(t => (t.Name, t.Shape)));

    private static IEnumerable<string> Had(IEnumerable<(string Name, long[] Shape)> tensors) =>
        tensors.Select(t => $"{t.Name} [{string.Join(',', t.Shape)}]");
}
