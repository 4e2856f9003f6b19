using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static double[] Logits(VqaNetwork network)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor pictures = Tensors.Normal(1, 2, 3, 32, 32).sigmoid();
        (Tensor logits, _) = network.Head.Answer(network.Backbone.call(pictures), SmallModels.Ids([2, 3], [4]), SmallModels.Lengths([2, 3], [4]));
        return [.. logits.Numbers(), .. network.Variance.call(logits).Numbers()];
    }

    [Fact]
    public void A_network_comes_back_with_its_weights_words_and_provenance()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["a.safetensors"], """{"seed":7}""");
        using VqaNetwork read = Checkpoint.Load(_folder["a.safetensors"], out var header);
        Logits(read).Should().Equal(Logits(network));
        read.Words.Words.Should().Equal(network.Words.Words);
        read.Answers.Answers.Should().Equal(network.Answers.Answers);
        read.Config.Should().BeEquivalentTo(network.Config);
        header[Checkpoint.ProvenanceKey].Should().Be("""{"seed":7}""");
    }

    [Fact]
    public void The_words_of_a_question_are_read_without_the_network()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        Checkpoint.ReadWords(_folder["a.safetensors"]).Words.Should().Equal(network.Words.Words);
    }

    [Fact]
    public void Familiarity_comes_back()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        using VqaNetwork read = Checkpoint.Load(_folder["a.safetensors"]);
        read.Familiarity!.Limit.Should().Be(network.Familiarity!.Limit);
        read.Familiarity.Whitening.Numbers().Should().Equal(network.Familiarity.Whitening.Numbers());
    }

    [Fact]
    public void Familiarity_may_be_missing()
    {
        using VqaNetwork network = new(SmallModels.Config);
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        using VqaNetwork read = Checkpoint.Load(_folder["a.safetensors"]);
        read.Familiarity.Should().BeNull();
    }

    [Fact]
    public void The_same_network_makes_the_same_bytes()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        Checkpoint.Save(network, _folder["b.safetensors"], "{}");
        File.ReadAllBytes(_folder["b.safetensors"]).Should().Equal(File.ReadAllBytes(_folder["a.safetensors"]));
    }

    [Fact]
    public void A_loaded_network_is_frozen_and_in_evaluation()
    {
        using VqaNetwork network = new(SmallModels.Config);
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        using VqaNetwork read = Checkpoint.Load(_folder["a.safetensors"]);
        read.Backbone.training.Should().BeFalse();
        read.Backbone.parameters().Concat(read.Head.parameters()).Should().AllSatisfy(p => p.requires_grad.Should().BeFalse());
    }

    [Fact]
    public void Loading_leaves_only_what_the_network_holds()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        using var scope = NewDisposeScope();
        long before = Tensors.Live;
        VqaNetwork read = Checkpoint.Load(_folder["a.safetensors"]);
        read.Dispose();
        Tensors.Live.Should().Be(before);
    }
}
