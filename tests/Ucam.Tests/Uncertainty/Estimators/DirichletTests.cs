using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Estimators;

/// <summary>Closed forms against integrals over Beta densities (K = 2) and against random draws (K = 4).</summary>
public class DirichletTests
{
    public static TheoryData<double, double> Betas => new() { { 1, 1 }, { 1.5, 4 }, { 7, 2.2 }, { 30, 40 } };

    /// <summary>Mean of f(p) under the Beta(a, b) density, and the density's normaliser 1/B(a, b), by the midpoint rule.</summary>
    internal static (double Mean, double Normaliser) Integrate(double a, double b, Func<double, double> f)
    {
        const int cells = 200_000;
        double mass = 0, sum = 0;
        for (int i = 0; i < cells; i++)
        {
            double p = (i + 0.5) / cells, density = Math.Pow(p, a - 1) * Math.Pow(1 - p, b - 1);
            mass += density;
            sum += density * f(p);
        }
        return (sum / mass, cells / mass);
    }

    private static Tensor Alpha(params double[] alpha) => tensor(alpha, [1, alpha.Length]);

    [Theory]
    [MemberData(nameof(Betas))]
    public void Expected_entropy_is_the_integral(double a, double b)
    {
        using var scope = NewDisposeScope();
        double expected = Integrate(a, b, p => Toy.Entropy([p, 1 - p])).Mean;
        Dirichlet.ExpectedEntropy(Alpha(a, b)).Numbers()[0].Should().BeApproximately(expected, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Betas))]
    public void Divergence_from_the_uniform_is_the_integral(double a, double b)
    {
        using var scope = NewDisposeScope();
        double normaliser = Integrate(a, b, _ => 0).Normaliser;
        double expected = Integrate(a, b, p => Math.Log(normaliser * Math.Pow(p, a - 1) * Math.Pow(1 - p, b - 1))).Mean;
        Dirichlet.DivergenceFromUniform(Alpha(a, b)).Numbers()[0].Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void Draws_of_four_classes_agree()
    {
        double[] alpha = [1, 2, 5, 3];
        var random = new Random(3);
        // A gamma variable of whole shape is a sum of exponential ones.
        double[] Draw()
        {
            double[] gamma = [.. alpha.Select(shape => Enumerable.Range(0, (int)shape).Sum(_ => -Math.Log(1 - random.NextDouble())))];
            return [.. gamma.Select(g => g / gamma.Sum())];
        }
        using var scope = NewDisposeScope();
        double sampled = Enumerable.Range(0, 20_000).Average(_ => Toy.Entropy(Draw()));
        Dirichlet.ExpectedEntropy(Alpha(alpha)).Numbers()[0].Should().BeApproximately(sampled, 0.01);
    }

    [Fact]
    public void The_uniform_has_no_divergence_from_itself()
    {
        using var scope = NewDisposeScope();
        Dirichlet.DivergenceFromUniform(ones(2, 5, dtype: ScalarType.Float64)).Numbers().ShouldBeNear([0, 0], 1e-12);
    }

    [Fact]
    public void Evidence_is_never_negative()
    {
        using var scope = NewDisposeScope();
        Dirichlet.Concentration(tensor(new[] { -1e4, 0, 1e4 })).Numbers().ShouldBeNear([1, 1 + Math.Log(2), 1e4 + 1], 1e-9);
    }
}
