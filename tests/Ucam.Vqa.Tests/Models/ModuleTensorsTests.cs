using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models;

public class ModuleTensorsTests
{
    [Fact]
    public void Names_have_the_prefix_and_no_underscores_at_their_ends()
    {
        using var head = SmallModels.Head();
        string[] names = [.. ModuleTensors.Of(head, "head").Select(t => t.Name)];
        names.Should().OnlyHaveUniqueItems().And.AllSatisfy(n => n.Should().StartWith("head.").And.NotContain("._"));
        names.Should().Contain(["head.embedding.weight", "head.lstm.weight_ih_l0", "head.imageProjection.weight", "head.answers.bias"]);
    }

    [Fact]
    public void Running_means_of_the_backbone_are_kept_and_counters_are_not()
    {
        using var backbone = new Backbone(SmallModels.Config.Backbone);
        string[] names = [.. ModuleTensors.Of(backbone, "b").Select(t => t.Name)];
        names.Should().Contain(n => n.EndsWith("running_mean")).And.NotContain(n => n.EndsWith("num_batches_tracked"));
    }

    [Fact]
    public void Filling_copies_every_tensor()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var from = new Backbone(SmallModels.Config.Backbone);
        using var to = new Backbone(SmallModels.Config.Backbone);
        SafetensorsWriter.Write(folder["b"], new Dictionary<string, string>(), [.. ModuleTensors.Of(from, "b")]);
        using SafetensorsFile file = SafetensorsFile.Open(folder["b"]);
        ModuleTensors.Fill(to, "b", file, folder["b"]);
        foreach (var (name, value) in ModuleTensors.Of(from, "b"))
            ModuleTensors.Of(to, "b").Single(t => t.Name == name).Value.Numbers().Should().Equal(value.Numbers(), name);
    }
}
