package io.vexfs.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What is published has what Maven Central asks for, and the BOM, which has no parent, keeps in step with the rest. */
class PublishedPomsTest {
    /** https://central.sonatype.org/publish/requirements: what a POM must say, itself or by its parent. */
    private static final List<String> INHERITED = List.of(
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    private static Document pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("..", path).toFile());
    }

    private static List<String> texts(Document pom, String path) throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "vexfs-api/bom", "vexfs-api", "vexfs-core", "vexfs-fuse", "vexfs-testkit"})
    void pom_ofWhatIsPublished_saysWhatCentralAsksFor(String module) throws Exception {
        Document own = pom(module.endsWith(".xml") ? module : module + "/pom.xml");
        boolean inherits = !texts(own, "/project/parent/artifactId").isEmpty();
        Document above = inherits ? pom("pom.xml") : own;

        for (String field : List.of("name", "description")) {
            assertThat(texts(own, "/project/" + field))
                    .as(field)
                    .singleElement(STRING)
                    .isNotBlank();
        }
        for (String field : INHERITED) {
            assertThat(texts(above, "/project/" + field))
                    .as(field)
                    .singleElement(STRING)
                    .isNotBlank();
            // Not in both: they would have to be kept in step.
            assertThat(texts(own, "/project/" + field)).hasSize(inherits ? 0 : 1);
        }
    }

    @Test
    void bom_hasNoParent_saysTheSameOfItself() throws Exception {
        for (String field : INHERITED) {
            assertThat(texts(pom("vexfs-api/bom/pom.xml"), "/project/" + field))
                    .as(field)
                    .isEqualTo(texts(pom("pom.xml"), "/project/" + field));
        }
    }

    @Test
    void bom_versionAndModules_areThoseOfTheReactor() throws Exception {
        Document root = pom("pom.xml");
        Document bom = pom("vexfs-api/bom/pom.xml");

        assertThat(texts(bom, "/project/version")).isEqualTo(texts(root, "/project/version"));
        assertThat(texts(bom, "/project/dependencyManagement//artifactId"))
                .isEqualTo(
                        texts(root, "/project/modules/module[starts-with(., 'vexfs-') and not(contains(., '/'))]")
                                .stream()
                                .sorted()
                                .toList());
        assertThat(texts(bom, "/project/dependencyManagement//dependency/version"))
                .containsOnly("${project.version}");
    }
}
