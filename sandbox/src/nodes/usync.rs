//! A query about accounts ("usync"): which people it names, by address or by number, what it asks about them, and the
//! answer.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::node::Node;

use super::{attribute, child, children, content, first_child, result_with};
use crate::phone::{Phone, number_jid};

/// What this network knows about an account.
const KNOWN: [&str; 4] = ["devices", "contact", "business", "lid"];

/// A query, as far as this network can answer it.
pub(crate) struct Query {
    /// In the order in which they were asked.
    pub(crate) known: Vec<String>,
    /// What the network knows nothing of.
    pub(crate) unknown: Vec<String>,
    /// The addresses of the people. A number becomes the address of an account with this number.
    pub(crate) people: Vec<String>,
}

impl Query {
    pub(crate) fn read(iq: &Node) -> Query {
        let list = |tag| first_child(iq).and_then(|usync| child(usync, tag));
        let asked = list("query").map(children).unwrap_or_default().iter();
        let asked = asked.map(|protocol| protocol.tag.to_string());
        let (known, unknown) = asked.partition(|name| KNOWN.contains(&name.as_str()));
        let people = list("list").map(children).unwrap_or_default().iter();
        Query {
            known,
            unknown,
            people: people.map(address).collect(),
        }
    }

    fn asks(&self, protocol: &str) -> bool {
        self.known.iter().any(|known| known == protocol)
    }

    /// What the network knows of one person. Only a question whether they exist is answered for one who does not.
    pub(crate) fn answer(&self, jid: &str, phone: Option<&Phone>) -> Option<Node> {
        let known: Vec<Node> = match phone {
            Some(phone) => {
                let known = self.known.iter();
                known.filter_map(|name| protocol(name, phone)).collect()
            }
            None if self.asks("contact") => vec![contact("out")],
            None => return None,
        };
        let user = NodeBuilder::new("user").attr("jid", jid.to_owned());
        Some(user.children(known).build())
    }

    /// The answer with the people who were found, and an error for each question that the network cannot answer.
    pub(crate) fn result(&self, iq: &Node, people: Vec<Node>) -> Node {
        let errors = self.unknown.iter().map(|protocol| {
            let error = NodeBuilder::new("error")
                .attr("code", "501")
                .attr("text", "feature-not-implemented");
            NodeBuilder::new_dynamic(protocol.clone())
                .children([error.build()])
                .build()
        });
        let result = NodeBuilder::new("result").children(errors).build();
        let result = (!self.unknown.is_empty()).then_some(result);
        let list = NodeBuilder::new("list").children(people).build();
        result_with(iq, "usync", result.into_iter().chain([list]))
    }
}

fn address(user: &Node) -> String {
    let number = child(user, "contact").map(content).unwrap_or_default();
    if number.is_empty() {
        return attribute(user, "jid");
    }
    number_jid(String::from_utf8_lossy(number).trim_start_matches('+'))
}

fn protocol(name: &str, phone: &Phone) -> Option<Node> {
    match name {
        "devices" => Some(devices()),
        "contact" => Some(contact("in")),
        "business" => {
            let business = NodeBuilder::new("business").build();
            phone.business_name.is_some().then_some(business)
        }
        "lid" => Some(NodeBuilder::new("lid").attr("val", phone.lid_jid()).build()),
        _ => None,
    }
}

fn contact(kind: &'static str) -> Node {
    NodeBuilder::new("contact").attr("type", kind).build()
}

/// Names only the phone itself: clients trust linked devices only from a signed list.
fn devices() -> Node {
    let primary = NodeBuilder::new("device").attr("id", "0").build();
    let list = NodeBuilder::new("device-list").children([primary]).build();
    NodeBuilder::new("devices").children([list]).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wacore_binary::marshal::{marshal, unmarshal_ref};

    fn query(contact: NodeBuilder) -> Node {
        let user = NodeBuilder::new("user").children([contact.build()]);
        let query = NodeBuilder::new("query").children([NodeBuilder::new("contact").build()]);
        let list = NodeBuilder::new("list").children([user.build()]);
        let usync = NodeBuilder::new("usync").children([query.build(), list.build()]);
        NodeBuilder::new("iq").children([usync.build()]).build()
    }

    /// As it arrives: the codec packs digits that are text, and keeps bytes as they are.
    fn received(node: &Node) -> Node {
        let bytes = marshal(node).unwrap();
        unmarshal_ref(&bytes[1..]).unwrap().to_owned()
    }

    #[test]
    fn a_number_is_read_as_text_and_as_bytes() {
        let number = "5511999990001";
        for content in [
            NodeBuilder::new("contact").string_content(number),
            NodeBuilder::new("contact").string_content(format!("+{number}")),
            NodeBuilder::new("contact").bytes(number.as_bytes().to_vec()),
        ] {
            let query = Query::read(&received(&query(content)));
            assert_eq!(query.people, ["5511999990001@s.whatsapp.net"]);
        }
    }
}
