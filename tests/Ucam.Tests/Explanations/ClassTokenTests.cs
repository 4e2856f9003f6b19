using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations;

public class ClassTokenTests
{
    /// <summary>Patches of 4×4 after so many tokens, a linear block, the mean over all of them.</summary>
    private sealed class Vit : Module<Tensor, Tensor>
    {
        private readonly Conv2d patch = Conv2d(3, 8, 4, stride: 4);
        private readonly Linear block = Linear(8, 8), head = Linear(8, 3);
        private readonly int _tokens;

        public Vit(int tokens) : base("vit")
        {
            _tokens = tokens;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            Tensor patches = patch.call(x).flatten(2).transpose(1, 2);
            return head.call(block.call(cat([zeros(x.shape[0], _tokens, 8), patches], 1)).relu().mean([1]));
        }
    }

    private static Explainer Explain(Vit model, int tokens) => new(model, "block", new ExplainerOptions { LayerTokens = tokens });

    public static TheoryData<ExplanationMethod> Methods => [new GradCam(), new HiResCam(), new AblationCam(), new ScoreCam(), new EigenCam()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Leading_tokens_are_left_out_of_the_map(ExplanationMethod method)
    {
        using var scope = NewDisposeScope();
        using Vit model = SeededNets.Seeded(new Vit(1));
        using Explainer explainer = Explain(model, 1);
        Tensor picture = Tensors.Normal(2, 1, 3, 16, 16).to(ScalarType.Float32);
        ActivationMap map = explainer.Map(method, picture, 1);
        (map.Rows, map.Columns).Should().Be((4, 4));
        map.Values.Cast<float>().Should().Contain(v => v > 0).And.OnlyContain(v => float.IsFinite(v));
    }

    [Fact]
    public void Replacing_the_layer_s_places_by_themselves_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using Vit model = SeededNets.Seeded(new Vit(2));
        using Explainer explainer = Explain(model, 2);
        Tensor pictures = Tensors.Normal(2, 2, 3, 16, 16).to(ScalarType.Float32);
        using ExplanationContext context = explainer.Open([pictures], ExplanationTarget.Predicted, null, TestContext.Current.CancellationToken);
        context.ScoreActivations(context.Activation.repeat(3, 1, 1, 1)).Numbers().ShouldBeNear(context.Score(pictures.repeat(3, 1, 1, 1)).Numbers(),
            1e-5);
    }

    [Fact]
    public void Without_the_option_the_message_names_it()
    {
        using var scope = NewDisposeScope();
        using Vit one = SeededNets.Seeded(new Vit(1)), five = SeededNets.Seeded(new Vit(5));
        Tensor picture = zeros(1, 3, 16, 16);
        Say(() => Explain(one, 0).Map(new GradCam(), picture), "*17 positions*class token*LayerTokens to 1*");
        Say(() => Explain(five, 1).Map(new GradCam(), picture), "*21 positions*LayerTokens to 5*");
        Say(() => Explain(one, 17).Map(new GradCam(), picture), "*17 tokens cannot be left out*");
        Say(() => Explain(one, -1), "*LayerTokens is -1*");
    }

    [Fact]
    public void Gradients_that_are_off_and_inputs_of_three_dimensions_are_named()
    {
        using var scope = NewDisposeScope();
        using Vit model = SeededNets.Seeded(new Vit(0));
        using Explainer explainer = Explain(model, 0);
        using (inference_mode()) Say(() => explainer.Map(new GradCam(), zeros(1, 3, 16, 16)), "Gradients are off (inference_mode)*");
        Say(() => explainer.Map(new GradCam(), zeros([1, 1, 6, 8, 8])), "*three dimensions are not supported*");
    }

    private static void Say(Action action, string message) => action.Should().Throw<UcamException>().WithMessage(message);
}
