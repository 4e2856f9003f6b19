using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Cli.Tests;

/// <summary>Nothing is made or called with more values than one can tell apart by their places.</summary>
public class ParameterCountTests
{
    private const int Most = 6;

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] House = [typeof(Explainer).Assembly, typeof(VqaModel).Assembly, typeof(InWords).Assembly,
        typeof(Ucam.Web.WebServer).Assembly, typeof(App).Assembly];

    [Fact]
    public void No_constructor_and_no_method_has_more_than_six_parameters()
    {
        var wrong = from type in House.SelectMany(assembly => assembly.GetTypes())
                    where !type.IsSubclassOf(typeof(Delegate)) && !IsGenerated(type) && !type.Name.StartsWith("<>f__AnonymousType")
                    from method in type.GetMembers(Declared).OfType<MethodBase>()
                    let count = method.GetParameters().Count(parameter => !IsClosure(parameter))
                    where count > Most && !IsGenerated(method) && !IsOfTheSystem(method) && !IsOfARecord(method)
                    select $"{type.Name}.{method.Name} has {count}";
        string.Join("\n", wrong.Order(StringComparer.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void What_is_data_is_told_from_what_does_something()
    {
        IsOfARecord(typeof(RunProgress).GetConstructors(Declared).Single(made => made.GetParameters().Length > Most)).Should().BeTrue();
        IsOfARecord(typeof(Picture).GetConstructors()[0]).Should().BeFalse();
    }

    /// <summary>The constructor of a positional record, each of whose parameters is a property, and what takes it apart again.</summary>
    private static bool IsOfARecord(MethodBase method) => method.DeclaringType is { } type
        && type.GetMethod("PrintMembers", Declared) is not null && (method.IsConstructor || method.Name == "Deconstruct")
        && method.GetParameters().All(parameter => type.GetProperty(parameter.Name!, Declared) is not null);

    /// <summary>Signatures that the operating system's libraries settle.</summary>
    private static bool IsOfTheSystem(MethodBase method) =>
        method.Attributes.HasFlag(MethodAttributes.PinvokeImpl) || method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>() is not null
        || method.GetCustomAttribute<LibraryImportAttribute>() is not null;

    private static bool IsGenerated(MemberInfo member) => member.GetCustomAttribute<GeneratedCodeAttribute>() is not null
        || member.DeclaringType is { } outer && IsGenerated(outer);

    // What a local function or a lambda takes from around it.
    private static bool IsClosure(ParameterInfo parameter) =>
        (parameter.ParameterType.GetElementType() ?? parameter.ParameterType).GetCustomAttribute<CompilerGeneratedAttribute>() is not null;
}
